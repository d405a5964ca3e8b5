package naive

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"

	"quartet.example/shared/glossary"
	"quartet.example/shared/oauth"
)

// Defences are ids of named checks, such as as.pkce.verifier. The careless programs make no check but
// these, so a program with one of them shows what that check stops by itself.
type Defences []string

// Has reports whether the check is made.
func (d Defences) Has(id string) bool { return slices.Contains(d, id) }

// require makes a check if it is among the defences, reports the outcome to the recorder, and returns the
// *oauth.Error of the refusal. It returns nil if the check is not made.
func (d Defences) require(ctx context.Context, id string, ok bool) error {
	if !d.Has(id) {
		return nil
	}
	check := declared()[id]
	if check == nil {
		return errors.New("there is no check " + id)
	}
	return check.Require(ctx, ok)
}

// declared returns the checks of the services by id. Their texts are those of the glossary.
var declared = sync.OnceValue(func() map[string]*oauth.Check {
	all := map[string]*oauth.Check{}
	for _, c := range glossary.Checks() {
		all[c.ID] = &oauth.Check{
			ID: c.ID, Spec: c.Spec, Error: oauth.Code(c.Error), Meaning: c.Meaning, Stops: c.Stops, Refusal: refusal(c),
		}
	}
	return all
})

// refusal says what the check makes sure of, in the characters that an error_description may have (RFC 6749 §5.2).
func refusal(c glossary.Check) string {
	return "the check makes sure that " + strings.ReplaceAll(c.Meaning, "§", "section ")
}

// writeRefusal answers a program with the error of a check (RFC 6749 §5.2).
func writeRefusal(w http.ResponseWriter, err error) {
	refused, status := &oauth.Error{Code: oauth.ServerError}, http.StatusInternalServerError
	if errors.As(err, &refused) {
		status = refused.Status()
	}
	writeError(w, status, refused.Code, refused.Description)
}

func writeError(w http.ResponseWriter, status int, code oauth.Code, text string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = jsonTo(w, map[string]string{"error": string(code), "error_description": text})
}
