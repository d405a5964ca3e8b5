package trace

// headers are the header fields that a role sets or reads.
var headers = []Entry{
	{Name: "Authorization", Class: Secret, Meaning: "Credentials: an access token, or a client's id and secret.", SetBy: "client", Checked: "authorization server, resource server", Spec: "RFC 6750 §2.1"},
}
