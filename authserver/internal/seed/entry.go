package seed

import (
	"slices"

	"github.com/go-json-experiment/json/jsontext"
)

// WithUser returns the seed with one more user, or with another one in the place of the user of the same
// sub. entry is the JSON of an entry of users in a seed file. It returns the sub. The error joins one
// *Error for each problem.
func (s *Seed) WithUser(entry []byte, o Options) (changed *Seed, sub string, err error) {
	r, one, err := s.read("users", entry, o)
	if err != nil {
		return nil, "", err
	}
	doc, added := s.doc, one.Users[0]
	same := func(u userEntry) bool { return u.Sub.value == added.Sub.value }
	doc.Users = replaced(doc.Users, same, added)
	changed, err = r.build(doc)
	return changed, added.Sub.value, err
}

// WithClient is WithUser for a client. It returns the client_id.
func (s *Seed) WithClient(entry []byte, o Options) (changed *Seed, id string, err error) {
	r, one, err := s.read("clients", entry, o)
	if err != nil {
		return nil, "", err
	}
	doc, added := s.doc, one.Clients[0]
	same := func(c clientEntry) bool { return c.ClientID.value == added.ClientID.value }
	doc.Clients = replaced(doc.Clients, same, added)
	changed, err = r.build(doc)
	return changed, added.ClientID.value, err
}

// WithoutUser returns the seed without the user of this sub.
func (s *Seed) WithoutUser(sub string, o Options) (*Seed, error) {
	doc := s.doc
	doc.Users = slices.DeleteFunc(slices.Clone(doc.Users), func(u userEntry) bool { return u.Sub.value == sub })
	return (&reader{Options: o}).build(doc)
}

// WithoutClient returns the seed without this client. It returns an error if another client refers to it.
func (s *Seed) WithoutClient(id string, o Options) (*Seed, error) {
	doc := s.doc
	doc.Clients = slices.DeleteFunc(slices.Clone(doc.Clients), func(c clientEntry) bool { return c.ClientID.value == id })
	return (&reader{Options: o}).build(doc)
}

// read decodes a document with one entry in the list. JSON is YAML too, once its strings have no escapes
// that YAML reads differently.
func (s *Seed) read(list string, entry []byte, o Options) (*reader, document, error) {
	r := &reader{Options: o}
	raw := jsontext.Value(slices.Clone(entry))                      // Canonicalize changes it
	if err := raw.Canonicalize(); err != nil || raw.Kind() != '{' { // RFC 8785
		r.add(1, "", "want a JSON object, whose members are the fields of one entry of %s, each once", list)
		return nil, document{}, r.join()
	}
	doc := r.decode([]byte(`{"` + list + `":[` + string(raw) + `]}`))
	return r, doc, r.join()
}

// replaced returns the entries with one in the place of the entry that is the same, or at the end.
func replaced[E any](entries []E, same func(E) bool, one E) []E {
	entries = slices.Clone(entries)
	if i := slices.IndexFunc(entries, same); i >= 0 {
		entries[i] = one
		return entries
	}
	return append(entries, one)
}
