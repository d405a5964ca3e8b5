package teach

import "slices"

// Lesson explains the refusals of some checks. Title, Cause and Fix are for an error page: plain
// sentences. Hint is added to error_description: at most 110 characters of the alphabet of RFC 6749
// §5.2, and "" for no hint.
type Lesson struct {
	Failure          string   // which common failure it is about; "" for others
	Checks           []string // ids of checks
	Title            string   // without a full stop
	Cause, Fix, Hint string
}

// The ten failures that beginners meet most often. Each has a lesson.
const (
	RedirectURI  = "redirect_uri mismatch"
	ClientMethod = "wrong client authentication method"
	ExpiredCode  = "expired code"
	ReusedCode   = "reused code"
	StateCookie  = "state cookie missing"
	Issuer       = "issuer mismatch"
	ClockSkew    = "clock skew"
	Audience     = "wrong audience"
	MissingScope = "missing scope"
	CORS         = "CORS on /token"
)

// Failures returns the names of the ten failures.
func Failures() []string {
	return []string{RedirectURI, ClientMethod, ExpiredCode, ReusedCode, StateCookie, Issuer, ClockSkew, Audience, MissingScope, CORS}
}

// Lessons returns all lessons. The caller must not change them.
func Lessons() []Lesson { return slices.Concat(ofAuthserver, ofClient, ofAPI) }

var byCheck = index(Lessons())

func index(all []Lesson) map[string]Lesson {
	found := map[string]Lesson{}
	for _, l := range all {
		for _, id := range l.Checks {
			found[id] = l
		}
	}
	return found
}

// Of returns the lesson of the check with this id. It returns the zero Lesson if there is none.
func Of(check string) Lesson { return byCheck[check] }

// Describe returns description, the error_description of a response, with the hint of the check, separated
// by "; ". It returns the description alone if the check has no hint.
func Describe(check, description string) string { return joined(description, Of(check).Hint) }
