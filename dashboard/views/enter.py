"""How is a progress value entered?"""

from dashboard.entry import Form, show_form
from dashboard.frame import visit_or_stop

show_form(Form(visit_or_stop()))
