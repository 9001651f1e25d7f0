"""Words on the pages of mails."""

from django import template

from common.notices import words_of_kind

register = template.Library()

register.filter("kind_words", words_of_kind)
