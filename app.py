"""The app: `streamlit run app.py`, or any ASGI server with `app:app`.

The server imports this file once, for `app`; then it runs it for every visitor, as the script that draws the pages.
"""

import streamlit as st

from pages.parts import frame, serving

if __name__ == "__main__":
    frame.run()
else:
    app = st.App(__file__, **serving.options())
