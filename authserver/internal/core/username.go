package core

import "strings"

// NormalizeUsername is the form in which usernames are compared and counted:
// whoever types " Alice" means alice.
func NormalizeUsername(username string) string {
	return strings.ToLower(strings.TrimSpace(username))
}
