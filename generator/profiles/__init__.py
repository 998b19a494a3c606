"""One frozen value per page: everything a template prints, already formatted; texts are still unescaped."""
