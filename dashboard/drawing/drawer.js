// A drawer of Streamlit's stands at the end of the document: whoever opens it by key is led into it, and back again.
const DRAWER = '[data-testid="stPopoverBody"]'
const OPENER = '[data-testid="stPopover"] button:focus-visible'
let opener = null
let entered = false

function leadIn() {
  const drawer = document.querySelector(DRAWER)
  if (!drawer) return leadBack()
  if (entered) return
  if (document.activeElement?.matches(OPENER)) opener = document.activeElement
  const first = opener && drawer.querySelector("input, textarea, button")
  if (!first) return
  entered = true
  first.focus()
}

function leadBack() {
  const lost = !document.activeElement || document.activeElement === document.body
  if (entered && lost && opener?.isConnected) opener.focus()
  opener = null
  entered = false
}

new MutationObserver(leadIn).observe(document.body, { subtree: true, childList: true })
