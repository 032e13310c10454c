// Shows the HTML that the server made, and turns a click on one of its links into a change of page without a reload.
export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".sheet")
  if (root.shown !== data.html) {
    root.innerHTML = data.html
    root.shown = data.html
  }
  document.documentElement.lang = data.lang // the switch of language changes no page
  root.onclick = (event) => {
    const link = event.target.closest("a[data-go]")
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    // To Streamlit this is the reader going back or forth: one run of the other page, and one entry in the history.
    if (link.href !== location.href) history.pushState({}, "", link.href)
    dispatchEvent(new PopStateEvent("popstate", { state: {} }))
  }
}
