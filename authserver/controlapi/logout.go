package controlapi

// Logout ends all sessions of a user. Clients get logout tokens (OIDC Back-Channel Logout §2.5).
type Logout struct {
	User string `json:"user"` // username or sub
}
