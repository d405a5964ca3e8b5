package core

import "net/url"

// Issuer is an authorization server that a user may choose.
type Issuer struct {
	URL   string // issuer identifier
	Title string // for people, "" if there is none
}

// Name is the title, or the host of the issuer.
func (i Issuer) Name() string {
	u, err := url.Parse(i.URL)
	if i.Title != "" || err != nil {
		return i.Title
	}
	return u.Host
}
