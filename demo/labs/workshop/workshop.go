// Package workshop makes the attacks of the labs for the pages of the inspector.
//
//	workshop.go  what the pages need to know
//	attack.go    makes one attack at a time
package workshop

import (
	"net/http"

	"quartet.example/demo/labs"
	"quartet.example/demo/labs/lab"
	"quartet.example/demo/labs/progress"
	"quartet.example/inspector/workshop"
)

// Workshop implements workshop.Workshop of the inspector.
type Workshop struct {
	inspector string // its address
	client    func() *http.Client
	busy      chan struct{}
}

// New returns the workshop for the inspector at an address, such as http://inspect.localhost:9002. client returns
// what sends the messages of an attack there, once the inspector runs.
func New(inspector string, client func() *http.Client) *Workshop {
	return &Workshop{inspector: inspector, client: client, busy: make(chan struct{}, 1)}
}

// Labs implements workshop.Workshop.
func (*Workshop) Labs() ([]workshop.Lab, error) {
	done, err := progress.Load()
	if err != nil {
		return nil, err
	}
	var all []workshop.Lab
	for _, l := range labs.All() {
		one := workshop.Lab{ID: l.ID, Slug: l.Slug, Title: l.Title, Minutes: l.Minutes, Specs: l.Specs, Attacks: attacks(l), Done: done.Summary(l)}
		for _, c := range done.Checkpoints(l) {
			one.Checkpoints = append(one.Checkpoints, workshop.Checkpoint(c))
		}
		all = append(all, one)
	}
	return all, nil
}

// attacks returns the attacks of a lab. One without attacks has an honest sign-in, on the reference.
func attacks(l *lab.Lab) (all []workshop.Attack) {
	if len(l.Attacks) == 0 {
		return []workshop.Attack{{Targets: []string{lab.Reference.String()}}}
	}
	for i := range l.Attacks {
		a := &l.Attacks[i]
		one := workshop.Attack{Slug: a.Slug, Title: a.Title}
		for _, t := range lab.Targets(a) {
			one.Targets = append(one.Targets, t.String())
		}
		all = append(all, one)
	}
	return all
}
