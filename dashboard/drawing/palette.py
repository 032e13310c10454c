"""The colours of charts, for which the browser puts those of the theme that is on.

Streamlit replaces them by the theme's own, `chartCategoricalColors` first, in charts that are shown with
`theme="streamlit"`, so that a chart that was drawn once is right in both themes.
"""

SERIES = tuple(f"#{number:06}" for number in range(1, 9))
ACCENT, WARM = SERIES[0], SERIES[1]
CALM = SERIES[5]
GROUND = "#000038"  # the page behind the chart
CLEAR = "rgba(0,0,0,0)"
FAINT = "rgba(125,136,141,.28)"  # on either ground
