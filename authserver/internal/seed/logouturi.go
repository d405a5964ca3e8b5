package seed

// logoutURI checks backchannel_logout_uri by the rules for redirect URIs of web clients: absolute,
// no fragment, https except on this machine (OIDC Back-Channel Logout §2.2). internal/fetch decides
// at each request whether the address may be contacted.
func (r *reader) logoutURI(t text) string {
	if t.value == "" {
		return ""
	}
	reason := r.judgeRedirect(t.value, false)
	r.refuse(reason != "", t.line, "backchannel_logout_uri", "%q %s", t.value, reason)
	return t.value
}
