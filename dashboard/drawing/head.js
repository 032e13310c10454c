// Shows the line above the pages: its links change the page without a reload, its buttons open what they name, and
// its search box asks the server for what is typed (the combobox pattern of the ARIA Authoring Practices Guide).
const PAPER = 700 // CSS pixels between the margins of A4
const PAUSE = 3000, PATIENCE = 60000 // ms

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".head")
  if (!root.shown) document.addEventListener("pointerdown", (event) => event.composedPath().includes(root) || closeAll(root))
  if (!root.shown) addEventListener("beforeprint", () => prepare(root))
  if (!root.shown) addEventListener("afterprint", restore)
  root.wanted = data.html
  whenReleased(root, () => root.shown === root.wanted || show(root, root.wanted))
  document.documentElement.lang = data.lang
  clearInterval(root.asking)
  // A page asks the less often the longer it takes to be drawn again, or many who enter values would only wait for news.
  if (root.told) root.pause = Math.max(PAUSE, 4 * (Date.now() - root.told))
  root.told = 0
  root.asking = setInterval(() => document.hidden || Date.now() < root.told + PATIENCE || askForNews(root, data.version, setTriggerValue), root.pause || PAUSE)
  speak(data.chrome)

  const go = (link) => {
    closeAll(root)
    root.querySelector("input").value = ""
    if (link.href !== location.href) history.pushState({}, "", link.href) // as in sheet.js
    dispatchEvent(new PopStateEvent("popstate", { state: {} }))
  }
  root.onclick = (event) => {
    const button = event.target.closest("button[aria-controls]")
    if (button) return open(root, button, button.getAttribute("aria-expanded") === "false")
    const link = event.target.closest("a[data-go]")
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    go(link)
  }
  root.oninput = (event) => search(root, event.target.value, data)
  // The server needs half a second before its first answer: it has that while the first letter is typed.
  root.onfocusin = (event) => event.target.role === "combobox" && fetch(asked(data, "")).catch(() => {})
  root.onfocusout = (event) => event.relatedTarget && !root.contains(event.relatedTarget) && closeAll(root)
  root.onkeydown = (event) => {
    if (event.isComposing) return // Enter ends the composition of a Chinese word
    if (event.key === "Escape") return closeInnermost(root, event)
    if (event.target.role === "combobox") choose(root, event, go)
  }
  return () => clearInterval(root.asking)
}

// Draws the page again when anybody has entered something since; until that is done, it isn't asked for again.
const askForNews = (root, version, setTriggerValue) =>
  fetch("news").then(async (answer) => {
    if (!answer.ok || (await answer.text()) === version) return
    root.told = Date.now()
    setTriggerValue("news", true)
  }, () => {})

// On paper a chart is as wide as the page, and the page says when and at which address it was printed.
function prepare(root) {
  root.querySelector(".printed").textContent = `${new Date().toLocaleString(document.documentElement.lang)} · ${location.href}`
  const app = document.querySelector(".stApp")
  document.documentElement.dataset.theme = app && getComputedStyle(app).colorScheme
  for (const box of charts()) box.style.zoom = Math.min(1, PAPER / box.offsetWidth)
}

const charts = () => [...document.querySelectorAll(".js-plotly-plot")].map((chart) => chart.closest('[data-testid="stElementContainer"]'))

function restore() {
  for (const box of charts()) box.style.zoom = ""
}

function show(root, html) {
  const focused = root.getRootNode().activeElement
  root.innerHTML = html
  root.shown = html
  if (focused) root.querySelector(focused.role === "combobox" ? "input" : "nav [aria-current]")?.focus()
}

function open(root, control, whether) {
  const controlled = root.querySelector(control.role === "combobox" ? ".popup" : `#${control.getAttribute("aria-controls")}`)
  control.setAttribute("aria-expanded", whether)
  controlled.tagName === "NAV" ? controlled.classList.toggle("open", whether) : (controlled.hidden = !whether)
  if (!whether) control.removeAttribute("aria-activedescendant")
}

const opened = (root) => [...root.querySelectorAll('[aria-expanded="true"]')].reverse()
const closeAll = (root) => opened(root).forEach((one) => open(root, one, false))

function closeInnermost(root, event) {
  const [innermost] = opened(root)
  if (!innermost) return
  event.preventDefault() // a search box would be emptied
  open(root, innermost, false)
  innermost.focus()
}

const asked = (data, typed) => `${data.search}${data.search.includes("?") ? "&" : "?"}q=${encodeURIComponent(typed)}`

async function search(root, typed, data) {
  const box = root.querySelector("input")
  const popup = root.querySelector(".popup")
  if (!typed.trim()) return open(root, box, false)
  const html = await fetch(asked(data, typed)).then((answer) => answer.text(), () => data.failed)
  if (box.value !== typed) return // an answer that was overtaken
  popup.innerHTML = html
  root.querySelector(".spoken").textContent = popup.querySelector(".told").textContent
  open(root, box, true)
  activate(box, popup.querySelector("[role=option]"))
}

function activate(box, option) {
  for (const one of option?.parentElement.querySelectorAll("[role=option]") ?? []) one.ariaSelected = one === option
  option ? box.setAttribute("aria-activedescendant", option.id) : box.removeAttribute("aria-activedescendant")
  option?.scrollIntoView({ block: "nearest" })
}

function choose(root, event, go) {
  const options = [...root.querySelectorAll(".popup:not([hidden]) [role=option]")]
  const active = options.findIndex((one) => one.ariaSelected === "true")
  if (event.key === "Enter" && options[active]) go(options[active])
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (!step || !options.length) return
  event.preventDefault()
  activate(event.target, options[(active + step + options.length) % options.length])
}
