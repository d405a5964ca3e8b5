package core

// The decisions that a user can take on the consent page.
const (
	DecisionAllow = "allow"
	DecisionDeny  = "deny"
)

// Settled is a transaction that the user decided on a moment ago. It is kept so
// that a second click on the same button gets the answer of the first: the browser
// drops the first answer, and with it the code, when it sends the form again.
type Settled struct {
	Transaction
	Decision string
	Answer   string // parameters for the client, sealed under secrets of the browser; "" until they are made
}
