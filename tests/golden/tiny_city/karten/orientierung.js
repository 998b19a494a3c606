(window.GEBIETSATLAS=window.GEBIETSATLAS||{})["orientierung"]={"lines":[],"stops":[]};
