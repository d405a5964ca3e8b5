package page

// Chrome is what surrounds a page.
type Chrome struct {
	Role         string // whose page this is: its mark and name stand in the header; "" is Quartet itself
	Service      string // name shown in the header instead of the role's, for example "Notes"
	Host         string // "auth.localhost:9000": the reader should know which server they are on
	User         string // who is signed in, "" for nobody
	SignOutURL   string // where the sign-out button posts to, "" for no button
	Nav          []Link
	InspectorURL string // this flow in the inspector, "" for none
	Dev          bool   // the dev profile
	Wide         bool   // the page uses the whole width, as the inspector does
	Theme        string // "light" or "dark"; "" follows the reader's system
}

// Link is an entry of the navigation.
type Link struct {
	Href    string
	Text    string
	Current bool
}

// Name is what the header calls the service.
func (c Chrome) Name() string {
	if c.Service != "" {
		return c.Service
	}
	return c.RoleName()
}

// RoleName is the name of the role in the words of RFC 6749 §1.1.
func (c Chrome) RoleName() string { return RoleName(c.markName()) }

// Mark is the mark in the header.
func (c Chrome) Mark() string { return c.markName() }

func (c Chrome) markName() string {
	if _, known := roles[c.Role]; !known {
		return "quartet"
	}
	return c.Role
}
