package core

import "time"

// Record is a stored record as it is, of any kind, for a copy of the state. Exactly one of Text, Fields,
// Scores and Members is not empty.
type Record struct {
	Key     string             `json:"key"`
	Text    []byte             `json:"text,omitempty"`
	Fields  map[string][]byte  `json:"fields,omitempty"`
	Scores  map[string]float64 `json:"scores,omitempty"`
	Members []string           `json:"members,omitempty"`
	Expires time.Time          `json:"expires,omitzero"` // when the store deletes it; zero: never
}
