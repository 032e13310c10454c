// Streamlit's own words are English whatever the page's language is: here they become the words of our catalogue.
const TOLD = ["aria-label", "title", "placeholder", "aria-roledescription"]

// A phrase with a number in it stands in the catalogue with {count}, with another behind that with {total}, and one that
// goes on with names of its own with {rest}.
function reworded(text, words) {
  const said = text?.trim()
  if (!said || words[said]) return words[said]
  const [count, total] = said.match(/\d+/g) ?? []
  const phrase = said.replace(count, "{count}").replace(total, "{total}")
  return words[phrase]?.replace("{count}", count).replace("{total}", total) ?? longer(said, words)
}

function longer(said, words) {
  for (const [phrase, word] of Object.entries(words)) {
    if (!phrase.endsWith("{rest}")) continue
    const [before, after] = phrase.replace("{rest}", "").split("{count}")
    if (!said.startsWith(before)) continue
    const [, count, rest] = after === undefined ? [, "", said.slice(before.length)] : said.slice(before.length).split(new RegExp(`^(\\d+)${after}`))
    if (rest) return word.replace("{count}", count).replace("{rest}", rest)
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
  reword(document.body, words)
  watcher.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: TOLD })
}
