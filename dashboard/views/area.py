"""How does one area stand, with the areas below it or alone?"""

from dashboard.frame import visit_or_stop
from dashboard.place_page import show_place

show_place(visit_or_stop(), "area")
