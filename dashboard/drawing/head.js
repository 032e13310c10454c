// Shows the line above the pages: its links change the page without a reload, its buttons open what they name.
export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".head")
  if (!root.shown) {
    document.addEventListener("pointerdown", (event) => {
      if (!event.composedPath().includes(root)) opened().forEach((one) => open(one, false))
    })
  }
  if (root.shown !== data.html) {
    root.innerHTML = data.html
    root.shown = data.html
  }
  document.documentElement.lang = data.lang

  const open = (button, whether) => {
    const list = root.querySelector(`#${button.getAttribute("aria-controls")}`)
    button.setAttribute("aria-expanded", whether)
    list.tagName === "NAV" ? list.classList.toggle("open", whether) : (list.hidden = !whether)
  }
  const opened = () => [...root.querySelectorAll('button[aria-expanded="true"]')].reverse()

  root.onclick = (event) => {
    const button = event.target.closest("button[aria-controls]")
    if (button) return open(button, button.getAttribute("aria-expanded") === "false")
    const link = event.target.closest("a[data-go]")
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    opened().forEach((one) => open(one, false))
    setTriggerValue("go", link.getAttribute("href"))
  }
  root.onkeydown = (event) => {
    const [innermost] = opened()
    if (event.key !== "Escape" || !innermost) return
    open(innermost, false)
    innermost.focus()
  }
  root.onfocusout = (event) => {
    if (event.relatedTarget && !root.contains(event.relatedTarget)) opened().forEach((one) => open(one, false))
  }
}
