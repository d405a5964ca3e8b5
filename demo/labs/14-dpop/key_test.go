package dpop

import (
	"testing"

	"quartet.example/demo/labs/lab"
)

// The README says what DPoP does not stop. It is a white-box test because this is no attack of the lab: it
// succeeds on the reference.
func TestAThiefWithTheKeySucceedsOnTheReference(t *testing.T) {
	r, err := lab.Run(t.Context(), &Lab, &lab.Attack{Title: "has stolen the key too", Run: func(s *lab.Scene) error {
		alice, token, err := used(s, "/notes")
		if err != nil {
			return err
		}
		alice.with = s.Program
		_, err = alice.call("/notes", token)
		return err
	}}, lab.Reference, lab.Options{})
	if err == nil {
		err = r.Verdict()
	}
	if err != nil {
		t.Error(err)
	}
}
