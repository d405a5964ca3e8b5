package dpop

import (
	"net/http"
	"time"

	"quartet.example/demo/labs/lab"
)

// prepared lets a script of the attacker in the victim's app make a proof for reading the notes at a time
// to come. Scripts can use the key, but not copy it.
func prepared(s *lab.Scene, alice *holder, token string, after time.Duration) (string, error) {
	if _, err := alice.call("/whoami", token); err != nil { // learns the nonce
		return "", err
	}
	forToken := token
	if after == 0 {
		forToken = ""
	}
	return alice.prove(http.MethodGet, s.API+"/notes", forToken, alice.nonce, s.Now().Add(after))
}

// forNoToken uses a proof that was made before the token existed.
func forNoToken(s *lab.Scene) error {
	s.Step("Alice", "signs in at an app that has a key, and the app gets an access token that is bound to it")
	alice, tokens, err := signIn(s)
	if err != nil {
		return err
	}
	s.Step("Mallory", "makes a script in the app sign a proof that names no token")
	proof, err := prepared(s, alice, tokens.AccessToken, 0)
	if err != nil {
		return err
	}
	s.Step("Mallory", "steals an access token of the app, and sends it with that proof")
	_, err = send(s, s.Program, "/notes", tokens.AccessToken, proof)
	return err
}

// forLater uses a proof that has the time of its use.
func forLater(s *lab.Scene) error {
	const wait = 4 * time.Minute
	s.Step("Alice", "signs in at an app that has a key, and the app gets an access token that is bound to it")
	alice, tokens, err := signIn(s)
	if err != nil {
		return err
	}
	s.Step("Mallory", "makes a script in the app sign a proof with a time four minutes from now")
	proof, err := prepared(s, alice, tokens.AccessToken, wait)
	if err != nil {
		return err
	}
	s.Pass(wait)
	s.Step("Mallory", "sends the stolen token with that proof four minutes later, when Alice has closed the app")
	_, err = send(s, s.Program, "/notes", tokens.AccessToken, proof)
	return err
}

// codeFirst redeems the code before the app does, and with another key.
func codeFirst(s *lab.Scene) error {
	s.Step("Alice", "starts an app that has a key, and signs in")
	_, code, verifier, err := begin(s)
	if err != nil {
		return err
	}
	s.Step("Mallory", "reads the code and its verifier in a log of the app, before the app has redeemed the code")
	mallory, err := newHolder(s, s.Program)
	if err != nil {
		return err
	}
	s.Step("Mallory", "redeems the code with a proof by a key of her own")
	tokens, err := mallory.redeem(code, verifier)
	if err != nil {
		return err
	}
	s.Step("Mallory", "reads Alice's notes with a token that is bound to her key")
	_, err = mallory.call("/notes", tokens.AccessToken)
	return err
}
