package authserver

import "github.com/labstack/echo/v4"

// Routes is all that the server answers.
func (s *Server) Routes() []*echo.Route { return s.table() }
