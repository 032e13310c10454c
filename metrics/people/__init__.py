"""Who may do what: roles, what each allows, and what they cover."""

from metrics.people.roles import Action, Concern, Grant, Role, may

__all__ = ["Action", "Concern", "Grant", "Role", "may"]
