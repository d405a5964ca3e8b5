package step

import (
	"fmt"
	"strings"
	"time"
)

// Kind says which messages are held.
type Kind string

// The kinds of Mode.
const (
	All   Kind = "all"   // every message that is recorded
	Back  Kind = "back"  // from server to server
	Front Kind = "front" // through the browser
	Path  Kind = "path"  // to the path Mode.Path
)

// Mode says which messages are held. The zero value holds none.
type Mode struct {
	Kind  Kind      `json:"kind,omitempty"`
	Path  string    `json:"path,omitempty"` // with the kind Path, such as /token
	Until time.Time `json:"until,omitzero"` // when the mode ends by itself, by the system clock
}

// maxPath is the maximum length of Mode.Path in bytes.
const maxPath = 200

// On reports whether the mode holds any messages.
func (m Mode) On() bool { return m.Kind != "" }

// Validate returns an error if the mode is none of the kinds, or has no path to compare with.
func (m Mode) Validate() error {
	switch m.Kind {
	case "", All, Back, Front:
		return nil
	case Path:
		if !strings.HasPrefix(m.Path, "/") || len(m.Path) > maxPath {
			return fmt.Errorf("step: the path must begin with / and have at most %d bytes", maxPath)
		}
		return nil
	}
	return fmt.Errorf("step: there is no mode %.20q", m.Kind)
}

// holds reports whether a message is held. back is false for messages through the browser.
func (m Mode) holds(back bool, path string) bool {
	switch m.Kind {
	case All:
		return true
	case Back:
		return back
	case Front:
		return !back
	case Path:
		return path == m.Path
	}
	return false
}
