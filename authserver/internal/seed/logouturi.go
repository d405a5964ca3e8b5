package seed

// logoutURI checks backchannel_logout_uri by the rules of a web client's redirect
// URI: absolute, no fragment, https unless it stays on this machine (OIDC
// Back-Channel Logout §2.2). Whether it may be asked is decided when it is.
func (r *reader) logoutURI(t text) string {
	if t.value == "" {
		return ""
	}
	reason := r.judgeRedirect(t.value, false)
	r.refuse(reason != "", t.line, "backchannel_logout_uri", "%q %s", t.value, reason)
	return t.value
}
