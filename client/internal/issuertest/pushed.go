package issuertest

import (
	"errors"
	"net/http"
	"net/url"

	"quartet.example/shared/oauth"
)

// par takes a request of an authenticated client (RFC 9126 §2).
func (i *Issuer) par(w http.ResponseWriter, r *http.Request) {
	if !i.authenticated(r) {
		reply(w, http.StatusUnauthorized, map[string]string{"error": "invalid_client"})
		return
	}
	jkt, problem := i.prove(w, r, "")
	if named := r.PostForm.Get("dpop_jkt"); problem == "" && jkt != "" && named != "" && named != jkt {
		problem = "invalid_dpop_proof"
	}
	if problem != "" {
		reply(w, http.StatusBadRequest, map[string]string{"error": problem})
		return
	}
	uri := "urn:ietf:params:oauth:request_uri:" + oauth.NewSecret()
	request := url.Values{"client_id": {i.ClientID}}
	for name, values := range r.PostForm {
		request[name] = values
	}
	i.pushed[uri] = request
	answer := map[string]any{"request_uri": uri, "expires_in": 60}
	if i.Pushed != nil {
		i.Pushed(answer)
	}
	reply(w, http.StatusCreated, answer)
}

// request is the authorization request behind the parameters of /authorize. A
// reference works once and leaves nothing else to say.
func (i *Issuer) request(q url.Values) (url.Values, error) {
	uri := q.Get("request_uri")
	switch pushed, known := i.pushed[uri]; {
	case known && (len(q) != 2 || q.Get("client_id") != i.ClientID):
		return nil, errors.New("more than client_id and request_uri in the front channel")
	case known:
		delete(i.pushed, uri)
		return pushed, nil
	case uri != "":
		return nil, errors.New("unknown request_uri")
	case i.RequirePAR:
		return nil, errors.New("request was not pushed")
	}
	return q, nil
}
