"""What a national statistics office published: 132 series with base, current and target value, progress and status.

Canadian Indicator Framework for the Sustainable Development Goals, Statistics Canada, version of 2026-07-23.
"""
