// Package clientasuser is lab 15: a client whose name is that of a user.
//
//	lab.go     the attack
//	README.md  the text for learners
package clientasuser

import (
	_ "embed"

	"quartet.example/authserver/controlapi"
	"quartet.example/demo/labs/lab"
)

//go:embed README.md
var readme string

// Lab is the lab.
var Lab = lab.Lab{
	ID: "15", Slug: "client-as-user", Title: "A client with the name of a user", Minutes: 10, README: readme,
	Specs:    []string{"RFC 9068 §5", "RFC 9700 §4.15"},
	Careless: lab.OnlyAPI,
	Attacks: []lab.Attack{{
		Title: "gets a token for her client, whose client_id is the user id of the victim", Run: impersonate,
		Stops: []string{"rs.user"}, Refusal: "insufficient_scope",
	}},
}

// impersonate uses a token of the client credentials grant, whose sub is the client_id (RFC 9068 §2.2). The
// reference refuses such a client_id, so the lab has the token made as another server would make it.
func impersonate(s *lab.Scene) error {
	s.Step("Mallory", "registers a client at a server that lets developers choose the client_id, and chooses Alice's user id")
	s.Step("Mallory", "gets a token for her client, without any user, by the client credentials grant")
	token, err := s.Issue(controlapi.Token{
		Client: s.Mallory.ID, Scope: "notes:read", Claims: map[string]any{"sub": lab.VictimSub, "client_id": lab.VictimSub},
	})
	if err != nil {
		return err
	}
	s.Step("Mallory", "reads the notes of the user that the API finds in sub")
	_, err = s.ReadNotes(token)
	return err
}
