package seed

import (
	"fmt"

	"quartet.example/authserver/internal/claims"
	"quartet.example/authserver/internal/core"
	"quartet.example/shared/config"
)

// Seed is the content of a seed file that passed all checks.
type Seed struct {
	Users     []*core.User
	Clients   []*core.Client
	Resources []*core.Resource
	Scopes    []claims.Scope   // about a user, beyond those of OpenID Connect
	Releases  []claims.Release // of all scopes

	doc document // from which it was made
}

// Options control how a seed file is checked.
type Options struct {
	Production bool
	Secrets    map[string]config.Secret // client_id → secret that replaces the one in the file
	Hash       func(password string) (string, error)
	Fetchable  func(address string) error // returns an error for a URL that the server may not fetch; nil: all are allowed
}

// Load reads the seed from a file or from the setting itself, or the built-in demo if it is empty.
func Load(document config.Document, o Options) (*Seed, error) {
	if document == "" {
		return Parse(builtIn, "default.yaml", o)
	}
	raw, place, err := document.Read("SEED")
	if err != nil {
		return nil, fmt.Errorf("seed file: %w", err)
	}
	return Parse(raw, place, o)
}

// Parse reads the content of a seed file; name is used in errors. The returned error joins one *Error for each
// problem, sorted by line.
func Parse(raw []byte, name string, o Options) (*Seed, error) {
	r := &reader{Options: o, problems: problems{file: name}}
	return r.build(r.decode(raw))
}

// build checks a document, and returns its content or all problems.
func (r *reader) build(doc document) (*Seed, error) {
	r.owners = make(map[string]string)
	if doc.Scopes.IsZero() { // a copy of the built-in file that left them out still has clients with these scopes
		doc.Scopes = builtInScopes()
	}
	s := &Seed{Scopes: r.scopes(&doc.Scopes), doc: doc}
	s.Resources = r.resources(doc.Resources)
	s.Clients = r.clients(doc.Clients, s.Resources)
	s.Users = r.users(doc.Users)
	r.freeCompared()
	r.distinct(doc.Users, doc.Clients)
	s.Releases = r.releases
	if err := r.join(); err != nil {
		return nil, err
	}
	return s, nil
}

// reader converts the document and collects its problems.
type reader struct {
	Options
	problems

	owners   map[string]string // of the scopes, by scope token
	releases []claims.Release
	compared uint64 // total cost of comparing password hashes, see maxCompared
}
