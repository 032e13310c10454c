// Shows the HTML that the server made, and turns a click on one of its links into a change of page without a reload.
export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".sheet")
  root.wanted = data.html
  whenReleased(root, () => root.shown === root.wanted || show(root))
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

// Far lines are laid out one frame later than the rest, so that a click is answered sooner; but not only when they
// come near, or what stands below them would move away under the pointer. Above what is read they are laid out at once.
function show(root) {
  root.classList.toggle("whole", root.getBoundingClientRect().top < 0)
  root.innerHTML = root.shown = root.wanted
  requestAnimationFrame(() => requestAnimationFrame(() => root.classList.add("whole")))
}
