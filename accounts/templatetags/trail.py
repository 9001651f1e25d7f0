"""What the pages of the trail print."""

from django import template

from common.trail import changes_shown, words_of

register = template.Library()

register.filter("act_words", words_of)
register.filter("changes", changes_shown)
