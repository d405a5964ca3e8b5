"""A web application that signs users in, as the documentation of Authlib shows it for Flask.

GET / answers 200 only to users who are signed in. ../checkclient_test.go attacks it.
"""
import logging
import os
import secrets

from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.flask_client import OAuth
from flask import Flask, redirect, render_template_string, session, url_for
from joserfc.errors import JoseError
from werkzeug.serving import make_server

logging.getLogger("werkzeug").setLevel(logging.ERROR)

app = Flask(__name__)
app.secret_key = secrets.token_bytes(32)
app.logger.setLevel(logging.CRITICAL)
app.config["SESSION_COOKIE_SAMESITE"] = "Lax"

oauth = OAuth(app)
oauth.register(
    "provider",
    client_id=os.environ["CLIENT_ID"],
    client_secret=os.environ["CLIENT_SECRET"],
    server_metadata_url=os.environ["ISSUER"] + "/.well-known/openid-configuration",
    client_kwargs={"scope": "openid profile", "code_challenge_method": "S256"},
)


@app.get("/login")
def login():
    return oauth.provider.authorize_redirect(url_for("callback", _external=True))


@app.get("/callback")
def callback():
    token = oauth.provider.authorize_access_token()
    session["user"] = token["userinfo"]
    return redirect("/")


@app.get("/")
def home():
    if "user" not in session:
        return "sign in at /login", 401
    return render_template_string("<p>hello {{ user.name }}", user=session["user"])


@app.errorhandler(OAuthError)
@app.errorhandler(JoseError)
def refused(err):
    return render_template_string("<p>the sign-in failed: {{ err }}", err=err), 403


server = make_server("127.0.0.1", 0, app, threaded=True)
print(f"http://127.0.0.1:{server.port}", flush=True)
server.serve_forever()
