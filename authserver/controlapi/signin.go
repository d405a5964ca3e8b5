package controlapi

// SignIn is a sign-in without a browser: what the user does on the pages after an authorization
// request.
type SignIn struct {
	User         string `json:"user"`           // username or sub
	AuthorizeURL string `json:"authorize_url"`  // the authorization request, as the client sends it to the browser
	Deny         bool   `json:"deny,omitempty"` // true: the user refuses consent
	// Browser names the browser of this user. It keeps its cookies, so that a later sign-in in it finds the
	// session, as prompt=none requires. Default: a new browser.
	Browser string `json:"browser,omitempty"`
}

// SignedIn is where the browser would go next.
type SignedIn struct {
	CallbackURL string `json:"callback_url"` // the redirect URI with the parameters of the authorization response
	// Form has the parameters if the client asked for response_mode=form_post: the browser would post them
	// to CallbackURL.
	Form map[string]string `json:"form,omitempty"`
}
