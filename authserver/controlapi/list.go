package controlapi

// Faults is the list of faults that are still to come.
type Faults struct {
	Faults []Fault `json:"faults"`
}

// Requests is a list of requests that the server received, the oldest first.
type Requests struct {
	Requests []Request `json:"requests"`
}
