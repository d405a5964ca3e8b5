package core

// The decisions that a user can take on the consent page.
const (
	DecisionAllow = "allow"
	DecisionDeny  = "deny"
)

// Settled is a transaction on which the user has just decided. When the user clicks the
// button twice, the browser sends the form again and drops the first response, with the
// code in it. So the response is stored, and the second click gets the same one.
type Settled struct {
	Transaction
	Decision string
	Answer   string // parameters for the client, sealed under secrets of the browser; "" until they are made
}
