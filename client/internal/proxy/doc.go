// Package proxy carries the calls of our pages to the resource server: the
// token of the session goes along, the cookie stays here.
//
// It builds a new request rather than forwarding the old one (as a reverse
// proxy would): what is not on a list does not pass, one message on this side
// is one message on the other, and a body can be sent again after a refresh.
package proxy
