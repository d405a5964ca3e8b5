package trace

// parameters are the names in queries, forms, JSON bodies and tokens.
var parameters = []Entry{
	{Name: "code", Class: Credential, Links: true, Meaning: "One-time authorization code; useless without the verifier.", SetBy: "authorization server", Checked: "authorization server", Spec: "RFC 6749 §4.1.2"},
}
