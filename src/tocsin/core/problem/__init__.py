"""Problems: what recurs. Finds it in the incidents of the past; a person decides what it is. Reads no clock."""
