"""How does one industry cluster stand, in every area?"""

from dashboard.frame import visit_or_stop
from dashboard.place_page import show_place

show_place(visit_or_stop(), "cluster")
