// Turns the chart above its button into a PNG: title, the chart as it is drawn, and where it comes from.
const EDGE = 28, SIZE = 15, LEAST_WIDTH = 1600

export default function ({ data, parentElement }) {
  const button = parentElement.querySelector("button")
  button.textContent = data.label
  button.onclick = async () => {
    const plot = document.querySelector(`.st-key-${data.chart} .js-plotly-plot`)
    if (plot) save(await drawn(plot, data), data.file)
  }
}

async function drawn(plot, { title, lines }) {
  const { width, height } = plot.getBoundingClientRect()
  const ground = getComputedStyle(document.querySelector(".stApp"))
  const family = ground.fontFamily
  const canvas = document.createElement("canvas")
  const pen = canvas.getContext("2d")
  const room = width
  const above = wrapped(pen, [title], room, `600 ${SIZE + 3}px ${family}`)
  const below = wrapped(pen, lines, room, `${SIZE - 2}px ${family}`)
  const top = EDGE + above.length * (SIZE + 9)
  const scale = Math.max(2, LEAST_WIDTH / (width + 2 * EDGE))
  canvas.width = (width + 2 * EDGE) * scale
  canvas.height = (top + height + below.length * (SIZE + 5) + EDGE) * scale
  pen.scale(scale, scale)
  pen.fillStyle = ground.backgroundColor
  pen.fillRect(0, 0, canvas.width, canvas.height)
  pen.fillStyle = ground.color
  pen.textBaseline = "top"
  write(pen, above, `600 ${SIZE + 3}px ${family}`, EDGE, SIZE + 9)
  for (const layer of plot.querySelectorAll("svg.main-svg")) pen.drawImage(await image(layer, width, height), EDGE, top, width, height)
  write(pen, below, `${SIZE - 2}px ${family}`, top + height + 6, SIZE + 5)
  return canvas
}

function write(pen, lines, font, top, step) {
  pen.font = font
  lines.forEach((line, number) => pen.fillText(line, EDGE, top + number * step))
}

// Chinese may break anywhere; a line of Latin letters breaks before its last word.
function wrapped(pen, texts, room, font) {
  pen.font = font
  const lines = []
  for (const text of texts) {
    let line = ""
    for (const piece of text.match(/[\x21-\x7e]+|\s|./gu) ?? []) {
      if (line && pen.measureText(line + piece).width > room) { lines.push(line); line = "" }
      line += line || piece.trim() ? piece : ""
    }
    lines.push(line)
  }
  return lines
}

function image(layer, width, height) {
  const copy = layer.cloneNode(true)
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg")
  copy.setAttribute("width", width)
  copy.setAttribute("height", height)
  const address = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(new XMLSerializer().serializeToString(copy))
  return new Promise((shown, failed) => {
    const picture = new Image(width, height)
    picture.onload = () => shown(picture)
    picture.onerror = failed
    picture.src = address
  })
}

function save(canvas, file) {
  canvas.toBlob((blob) => {
    const link = document.createElement("a")
    link.href = URL.createObjectURL(blob)
    link.download = file
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), 1000)
  }, "image/png")
}
