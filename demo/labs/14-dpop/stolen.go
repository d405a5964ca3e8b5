package dpop

import (
	"errors"
	"net/url"

	"quartet.example/demo/labs/lab"
)

// begin lets the victim sign in at an app that has a key, up to the code.
func begin(s *lab.Scene) (alice *holder, code, verifier string, err error) {
	if alice, err = newHolder(s, s.VictimProgram); err != nil {
		return nil, "", "", err
	}
	asked := url.Values{}
	if s.Has("as.dpop.code_bound") {
		asked.Set("dpop_jkt", alice.key.Thumbprint()) // RFC 9449 §10
	}
	login := s.Begin(s.Native, asked)
	if err := s.Victim.SignIn(login.URL); err != nil {
		return nil, "", "", err
	}
	back := s.Victim.Reached(s.Native.RedirectURI)
	if back == nil {
		return nil, "", "", errors.New("the victim's browser was not sent back with a code")
	}
	return alice, back.Query().Get("code"), login.Verifier, nil
}

// signIn lets the victim sign in at an app, whose access token is bound to the key of the app.
func signIn(s *lab.Scene) (*holder, lab.Tokens, error) {
	alice, code, verifier, err := begin(s)
	if err != nil {
		return nil, lab.Tokens{}, err
	}
	tokens, err := alice.redeem(code, verifier)
	return alice, tokens, err
}

// used lets the victim sign in and make a request, which the attacker reads in the log of a proxy.
func used(s *lab.Scene, path string) (*holder, string, error) {
	s.Step("Alice", "signs in at an app that has a key, and the app gets an access token that is bound to it")
	alice, tokens, err := signIn(s)
	if err != nil {
		return nil, "", err
	}
	s.Step("Alice", "uses the app, which sends the token and a proof by its key to the API")
	if _, err := alice.call(path, tokens.AccessToken); err != nil {
		return nil, "", err
	}
	s.Step("Mallory", "reads the token and the proof in the log of a proxy")
	return alice, tokens.AccessToken, nil
}

func asBearer(s *lab.Scene) error {
	_, token, err := used(s, "/notes")
	if err != nil {
		return err
	}
	s.Step("Mallory", "sends the token with the scheme Bearer")
	_, err = s.ReadNotes(token)
	return err
}

func withoutProof(s *lab.Scene) error {
	_, token, err := used(s, "/notes")
	if err != nil {
		return err
	}
	s.Step("Mallory", "sends the token with the scheme DPoP and without a proof")
	_, err = send(s, s.Program, "/notes", token, "")
	return err
}

func withOwnKey(s *lab.Scene) error {
	_, token, err := used(s, "/notes")
	if err != nil {
		return err
	}
	s.Step("Mallory", "generates a key, and sends the token with a proof by her key")
	mallory, err := newHolder(s, s.Program)
	if err != nil {
		return err
	}
	_, err = mallory.call("/notes", token)
	return err
}

func again(s *lab.Scene) error {
	alice, token, err := used(s, "/notes")
	if err != nil {
		return err
	}
	s.Step("Mallory", "sends the same request again, with the same proof")
	_, err = send(s, s.Program, "/notes", token, alice.last)
	return err
}

func forOtherRequest(s *lab.Scene) error {
	alice, token, err := used(s, "/whoami")
	if err != nil {
		return err
	}
	s.Step("Mallory", "reads the notes with the proof that the app made for another address")
	_, err = send(s, s.Program, "/notes", token, alice.last)
	return err
}
