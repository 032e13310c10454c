// Streamlit's own words are English whatever the page's language is: here they become the words of our catalogue.
const TOLD = ["aria-label", "title", "placeholder", "aria-roledescription"]

// A phrase of the catalogue has {count} and {total} where Streamlit says numbers, {rest} where it says names of its own.
const pattern = (phrase) => {
  const literal = phrase.replace(/[.*+?^$()|[\]\\]/g, "\\$&")
  return new RegExp(`^${literal.replace(/{(count|total)}/g, "(?<$1>\\d+)").replace("{rest}", "(?<rest>.+)")}$`, "s")
}

const patterns = (words) =>
  Object.entries(words).filter(([phrase]) => phrase.includes("{")).map(([phrase, word]) => [pattern(phrase), word])

function reworded(text, words) {
  const said = text?.trim()
  if (!said || words[said]) return words[said]
  for (const [phrase, word] of watcher.patterns) {
    const named = phrase.exec(said)?.groups
    if (named) return word.replace(/{(\w+)}/g, (_, name) => named[name])
  }
}

function reword(node, words) {
  if (node.nodeType === Node.TEXT_NODE) {
    const word = reworded(node.nodeValue, words)
    if (word) node.nodeValue = word
    return
  }
  if (node.nodeType !== Node.ELEMENT_NODE) return
  for (const name of TOLD) {
    const word = reworded(node.getAttribute(name), words)
    if (word) node.setAttribute(name, word)
  }
  for (const child of node.childNodes) reword(child, words)
}

const watcher = new MutationObserver((changes) => {
  for (const { type, target, addedNodes } of changes) {
    if (type === "childList") addedNodes.forEach((node) => reword(node, watcher.words))
    else reword(target, watcher.words)
  }
})

function speak(words) {
  if (watcher.words && JSON.stringify(watcher.words) === JSON.stringify(words)) return
  watcher.words = words
  watcher.patterns = patterns(words)
  reword(document.body, words)
  watcher.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: TOLD })
}
