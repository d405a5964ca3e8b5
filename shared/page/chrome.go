package page

// Chrome describes what is around the content of a page: header, navigation, footer.
type Chrome struct {
	Role         string // key of the role whose page this is, for mark and name in the header; "" for Quartet itself
	Service      string // name in the header instead of the role's, such as "Notes"
	Host         string // such as "auth.localhost:9000", so that readers see which server the page is from
	User         string // who is signed in; "" for nobody
	SignOutURL   string // target of the sign-out form; "" for no button
	Nav          []Link
	InspectorURL string // address of this flow in the inspector; "" for no link
	Dev          bool   // true in the dev profile
	Wide         bool   // the page uses the full width
	Theme        string // "light" or "dark"; "" uses the setting of the reader's system
}

// Link is an entry in the navigation.
type Link struct {
	Href    string
	Text    string
	Current bool
}

// Name returns the name in the header.
func (c Chrome) Name() string {
	if c.Service != "" {
		return c.Service
	}
	return c.RoleName()
}

// RoleName returns the name of the role, in the terms of RFC 6749 §1.1.
func (c Chrome) RoleName() string { return RoleName(c.markName()) }

// Mark returns the key of the mark in the header.
func (c Chrome) Mark() string { return c.markName() }

func (c Chrome) markName() string {
	if _, known := roles[c.Role]; !known {
		return "quartet"
	}
	return c.Role
}
