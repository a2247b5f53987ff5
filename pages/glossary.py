"""What do the words mean? The words, measures and rules, printed from their tables."""

import streamlit as st

from pages.parts import cards, frame
from pages.parts.chapters import chapters

frame.guard()
frame.title("glossary")
st.markdown("Every word, measure, column, remark and problem that the app uses: " + " · ".join(f"[{c.title}](#{c.key})" for c in chapters()))
wanted = st.text_input("Look for", key="find", bind="query-params", placeholder="A word, such as save rate", max_chars=80)
found = [(chapter, rows) for chapter in chapters() if (rows := chapter.with_words(wanted))]
if not found:
    cards.say(f"Nothing here speaks of “{wanted}”.")
for chapter, rows in found:
    st.header(chapter.title, anchor=chapter.key)
    cards.say(chapter.says)
    for name, says in rows:
        cards.show_term(name, says)
st.header("What to do next", anchor=False)
st.page_link("pages/upload.py", label="**Bring your exports**", icon=":material/arrow_forward:")
