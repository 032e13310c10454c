// Draws something once nothing of it is pressed: a link that is replaced between press and release loses the click.
const PAUSE_OF_PRESS = 50, PRESSES = 200 // ms; times: after ten seconds the browser has missed the release

const whenReleased = (root, draw, times = 0) =>
  times < PRESSES && root.matches(":active") ? setTimeout(whenReleased, PAUSE_OF_PRESS, root, draw, times + 1) : draw()
