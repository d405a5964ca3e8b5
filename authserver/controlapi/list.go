package controlapi

// Entry is a user or a client with the members of an entry of the seed file, without passwords and secrets.
type Entry = map[string]any

// Users is a list of users.
type Users struct {
	Users []Entry `json:"users"`
}

// Clients is a list of clients.
type Clients struct {
	Clients []Entry `json:"clients"`
}

// Faults is the list of faults that are still to come.
type Faults struct {
	Faults []Fault `json:"faults"`
}

// Requests is a list of requests that the server received, the oldest first.
type Requests struct {
	Requests []Request `json:"requests"`
}
