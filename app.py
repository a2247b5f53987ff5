"""The app: `streamlit run app.py`.

The server reads this file once, for the app with what it does while it runs; then it is run as a script for every visitor.
"""

import streamlit as st

from pages.parts import frame, ready

if __name__ == "__main__":
    frame.run()
else:
    app = st.App(__file__, lifespan=ready.beginning)
