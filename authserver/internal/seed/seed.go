package seed

import (
	"fmt"
	"os"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/config"
)

// Seed is what a seed file says, checked.
type Seed struct {
	Users     []*core.User
	Clients   []*core.Client
	Resources []*core.Resource
}

// Options say how a seed file is judged.
type Options struct {
	Production bool
	Secrets    map[string]config.Secret // client_id → secret that replaces the one of the file
	Hash       func(password string) (string, error)
	Fetchable  func(address string) error // whether what a client registers may be fetched; nil: all may
}

// Load reads the seed file at path, or the built-in demo if path is empty.
func Load(path string, o Options) (*Seed, error) {
	if path == "" {
		return Parse(builtIn, "default.yaml", o)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("seed file: %w", err)
	}
	return Parse(raw, path, o)
}

// Parse reads a seed file of that name. Its error joins one *Error for each
// thing that is wrong, in the order of the lines.
func Parse(raw []byte, name string, o Options) (*Seed, error) {
	r := &reader{Options: o, problems: problems{file: name}}
	doc := r.decode(raw)
	s := &Seed{}
	s.Resources = r.resources(doc.Resources)
	s.Clients = r.clients(doc.Clients, s.Resources)
	s.Users = r.users(doc.Users)
	r.distinct(doc.Users, doc.Clients)
	if err := r.join(); err != nil {
		return nil, err
	}
	return s, nil
}

// reader turns the document into nouns and collects what is wrong with it.
type reader struct {
	Options
	problems

	compared uint64 // what comparing password hashes has cost, see maxCompared
}
