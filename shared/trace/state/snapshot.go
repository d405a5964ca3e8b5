package state

import (
	"strconv"
	"time"

	"quartet.example/shared/trace"
)

// MaxItems is the maximum number of items of a section in a Snapshot.
const MaxItems = 200

// Families is the id of the section of an authorization server with its grants, each with its gid as Key.
// The inspector adds the refresh tokens and access tokens of each grant, which it finds in the messages:
// the server does not store them.
const Families = "families"

// Snapshot is what one process of a service holds at one time.
type Snapshot struct {
	Service  string    `json:"svc"`
	Instance string    `json:"instance"` // a random name of the process
	Time     time.Time `json:"ts"`       // by the clock of the service, from which the times of the values count
	Sections []Section `json:"sections"`
}

// Section is one kind of thing that a service holds, such as sessions.
type Section struct {
	ID    string `json:"id"` // unique for the service
	Name  string `json:"name"`
	About string `json:"about,omitempty"` // what these are, and what is not shown, in one or two sentences
	Local bool   `json:"local,omitempty"` // in the memory of one process; others are in Redis and the same for all processes
	Items []Item `json:"items,omitempty"`
	More  int    `json:"more,omitempty"`  // number of items that are left out
	Least bool   `json:"least,omitempty"` // More is a lower limit
	Error string `json:"error,omitempty"` // why the items are not known; then there are none
}

// Item is one thing, and those that depend on it.
type Item struct {
	Key    string  `json:"key,omitempty"`    // what names it in other sections and in messages, such as the jti of a token
	Name   string  `json:"name,omitempty"`   // what it is, if the section does not say it
	Status string  `json:"status,omitempty"` // such as "current" or "revoked"
	Ended  bool    `json:"ended,omitempty"`  // the status means that it cannot be used any more
	Values []Value `json:"values,omitempty"`
	Items  []Item  `json:"items,omitempty"`
}

// Value is one property of an item. One of Text, Param and At is set; if none is, the property is not
// known or there is none.
type Value struct {
	Name  string       `json:"name"`
	Text  string       `json:"text,omitempty"`
	Param *trace.Param `json:"param,omitempty"` // a protocol value, masked if it is secret
	At    *time.Time   `json:"at,omitempty"`    // a time, in the past or the future
	Ends  bool         `json:"ends,omitempty"`  // at At the item ends
}

// Text returns a property with a text, which must not be secret.
func Text(name, text string) Value { return Value{Name: name, Text: text} }

// YesNo returns a property that is "yes" or "no".
func YesNo(name string, yes bool) Value {
	if yes {
		return Text(name, "yes")
	}
	return Text(name, "no")
}

// Count returns a property that is a number. more says that the number is a lower limit.
func Count(name string, n int, more bool) Value {
	if more {
		return Text(name, strconv.Itoa(n)+" or more")
	}
	return Text(name, strconv.Itoa(n))
}

// Since returns a property that is a time in the past. A zero time is not known.
func Since(name string, at time.Time) Value {
	if at.IsZero() {
		return Value{Name: name}
	}
	at = at.UTC()
	return Value{Name: name, At: &at}
}

// Until returns a property that is the time when the item ends. A zero time means that there is none.
func Until(name string, at time.Time) Value {
	v := Since(name, at)
	v.Ends = v.At != nil
	return v
}

// Protocol returns a property that is a value of the protocol: name is its name in messages, such as
// "refresh_token". An empty value means that there is none.
func Protocol(r *trace.Recorder, name, value string) Value {
	if value == "" {
		return Value{Name: name}
	}
	p := r.Mask(name, value)
	return Value{Name: name, Param: &p}
}

// Filled returns the section with an item for each record that was read of Redis, or with a text for err.
// more says that there are more records.
func Filled[T any](s Section, records []T, more bool, err error, item func(T) Item) Section {
	if err != nil {
		s.Error = "Redis does not answer"
		return s
	}
	for _, one := range records {
		s.Items = append(s.Items, item(one))
	}
	if more {
		s.More, s.Least = 1, true
	}
	return s
}

// bounded returns the section with at most MaxItems items.
func (s Section) bounded() Section {
	if over := len(s.Items) - MaxItems; over > 0 {
		s.Items, s.More = s.Items[:MaxItems], s.More+over
	}
	return s
}
